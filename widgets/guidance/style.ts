/**
 * Sizes are in em from the element's own size, so they follow the reader's browser and ignore a host page that shrinks
 * its root. Every colour can be set by the host through a `--handrail-` property.
 */
const CSS = `
:host {
  all: initial;
  display: block;
  direction: ltr;
  color-scheme: light dark;
  font-size: var(--handrail-font-size, medium);

  --paper: var(--handrail-paper, #fbfaf7);
  --surface: var(--handrail-surface, #ffffff);
  --ink: var(--handrail-ink, #1d2a30);
  --soft: var(--handrail-soft, #51616a);
  --line: var(--handrail-line, #7f8b91);
  --accent: var(--handrail-accent, #0b5d5e);
  --soon: var(--handrail-soon, #8a4b00);
}
@media screen and (prefers-color-scheme: dark) {
  :host {
    --paper: var(--handrail-paper, #12181b);
    --surface: var(--handrail-surface, #1b2327);
    --ink: var(--handrail-ink, #e9edef);
    --soft: var(--handrail-soft, #a9b6bc);
    --line: var(--handrail-line, #7b8990);
    --accent: var(--handrail-accent, #7fd0cc);
    --soon: var(--handrail-soon, #ffc27a);
  }
}
:host([hidden]) { display: none; }

.guidance {
  padding: clamp(.75em, 3%, 1.5em);
  background: var(--paper);
  color: var(--ink);
  font: 1em/1.5 var(--handrail-font, system-ui, sans-serif);
  overflow-wrap: anywhere;
}
h1, h2, h3, h4, h5, h6, p, dl, dd, ul { margin: 0; padding: 0; font: inherit; }

.name { margin-bottom: .25em; font-size: 1.375em; font-weight: bold; line-height: 1.3; }
section { margin-top: 1.5em; }
section > :first-child { margin-bottom: .5em; font-size: 1.125em; font-weight: bold; }
.empty, .draft, .overdue, .trouble { max-width: 65ch; }
.overdue, .trouble { margin-top: 1em; padding-left: .75em; border-left: .25em solid var(--soon); font-weight: bold; }
.overdue { color: var(--soon); }

.filters { margin-top: 1em; }
.choices { display: flex; flex-wrap: wrap; gap: .75em 1em; }
.field { flex: 1 1 11em; min-width: 0; }
fieldset { flex: 1 1 100%; min-width: 0; margin: 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: bold; }
.field > label { display: block; font-weight: bold; }
input, select { font: inherit; color: inherit; }
input[type="search"], select {
  box-sizing: border-box;
  width: 100%;
  min-height: 2.75em;
  padding: .375em .625em;
  border: 2px solid var(--line);
  border-radius: .375em;
  background: var(--surface);
}
summary { display: list-item; padding: .625em 0; color: var(--accent); font-weight: bold; cursor: pointer; }
.needs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(16em, 100%), 1fr)); padding: 0; list-style: none; }
.needs li { display: flex; align-items: center; gap: .5em; min-height: 2.75em; padding: 0; }
.needs label { padding: .5em 0; }
input[type="checkbox"] { flex: none; width: 1.25em; height: 1.25em; margin: 0; accent-color: var(--accent); }
.found { margin-top: .75em; color: var(--soft); }
.found:empty { display: none; }

.card {
  margin-top: .5em;
  border: 1px solid var(--line);
  border-radius: .375em;
  background: var(--surface);
}
button {
  all: unset;
  box-sizing: border-box;
  display: grid;
  grid-template-columns: 1.25em 1fr;
  align-items: baseline;
  width: 100%;
  min-height: 2.75em;
  padding: .625em .75em;
  border-radius: .375em;
  color: inherit;
  cursor: pointer;
}
button::before {
  content: "";
  width: .4em;
  height: .4em;
  border: solid var(--accent);
  border-width: 0 .15em .15em 0;
  transform: translateY(-.1em) rotate(-45deg);
}
button[aria-expanded="true"]::before { transform: translateY(-.2em) rotate(45deg); }
button:hover .title, a:hover { text-decoration-thickness: .15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.title { color: var(--accent); font-weight: bold; text-decoration: underline; text-underline-offset: .15em; }
.when { grid-column: 2; color: var(--soft); font-size: .875em; }

.body { padding: 0 .75em .75em clamp(.75em, 4%, 2em); }
.body[hidden] { padding-block: 0; } /* until-found hides the words, not the box */
.parts { display: grid; gap: .75em; }
/* Label beside words where there is room for both, above them where there is not: no query of the page's width. */
.part { display: flex; flex-wrap: wrap; column-gap: 1em; }
dt { flex: 0 0 7em; font-weight: bold; }
dd { flex: 1 1 20em; max-width: 65ch; }
.say, .ratherThan { padding-left: .75em; border-left: .25em solid var(--accent); }
.ratherThan { border-left-color: var(--line); }
.say + .ratherThan { margin-top: -.25em; }
.wholeClass { padding: .75em; border-radius: .375em; background: var(--paper); }

.about { margin-top: 1em; padding-top: .75em; border-top: 1px solid var(--line); color: var(--soft); font-size: .875em; }
.about > * { max-width: 70ch; }
.about > .overdue { margin-top: 0; }
.about p + p, .about ul { margin-top: .25em; }
p.draft { color: var(--soon); font-weight: bold; }
ul { padding-left: 1.25em; }
li { padding: .35em 0; }
a { padding: .6em 0; color: var(--accent); text-underline-offset: .15em; }

.face { margin-top: 1.5em; padding-top: .75em; border-top: 1px solid var(--line); color: var(--soft); font-size: .875em; }

@media (forced-colors: active) {
  button::before { border-color: LinkText; }
  summary { color: LinkText; }
  .title { color: LinkText; }
}
@media print {
  .guidance { padding: 0; background: none; }
  .filters { display: none; }
  .body[hidden] { display: block; padding-block: 0 .75em; content-visibility: visible; }
  button, .title, .when { display: block; }
  button::before { display: none; }
  .card { break-inside: avoid; }
}
`

const sheets = new WeakMap<Document, CSSStyleSheet>()

/**
 * One sheet for every element in a document. Constructed, so it needs no leave from the host's content policy; by the
 * document's own window, as none is taken from another.
 */
export function guidanceStyle(document: Document): CSSStyleSheet {
  let sheet = sheets.get(document)
  if (!sheet) {
    sheet = new (document.defaultView ?? globalThis).CSSStyleSheet()
    sheet.replaceSync(CSS)
    sheets.set(document, sheet)
  }
  return sheet
}
