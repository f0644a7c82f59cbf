package handrail;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The HAPI FHIR JPA server at /fhir on a loopback port of its own choosing, which it prints once it answers. */
public class Engine {
  public static void main(String[] none) throws Exception {
    var watch = new Thread(Engine::endWithInput);
    watch.setDaemon(true);
    watch.start();
    var server = new Server();
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var beans = new AnnotationConfigApplicationContext(EngineSettings.class);
    var context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(beans.getBean(RestfulServer.class)), "/fhir/*");
    server.setHandler(context);
    server.start();
    System.out.println("port " + connector.getLocalPort());
    server.join();
  }

  /** Whoever started this holds its input open: when that ends, however it ends, so does this. */
  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException ended) {
      // as good as the end of it
    }
    Runtime.getRuntime().halt(0);
  }
}
