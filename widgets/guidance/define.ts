import { HandrailGuidance } from './element.ts'

// Loading the file twice, or beside an older copy, must not throw in the host page.
if (!customElements.get('handrail-guidance')) customElements.define('handrail-guidance', HandrailGuidance)
