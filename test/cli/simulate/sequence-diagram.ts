/** One line of a sequence diagram, as Mermaid takes it. */
export type Statement =
  | { readonly type: 'participant'; readonly id: string; readonly text: string }
  | { readonly type: 'message'; readonly from: string; readonly to: string; readonly text: string }
  | { readonly type: 'note'; readonly over: readonly string[]; readonly text: string }

/**
 * What stands where Mermaid wants a text. Its lexer ends one at `#`, `;` and the end of the line; characters as numbers are
 * taken out before it begins (`encodeEntities`). What gives orders (`%%{…}%%`), mathematics (`$$`) and HTML is Mermaid's to
 * find in any text, so none of their signs may be left.
 */
const textForm = /^[^#;%$<>&\p{Cc}]+$/u
const entity = /#(\d+);/gu

const forms: readonly (readonly [RegExp, (parts: readonly string[], text: string) => Statement])[] = [
  [/^ {2}participant ([A-Z]\d*) as (.*)$/u, ([id = ''], text) => ({ type: 'participant', id, text })],
  [/^ {2}([A-Z]\d*)->>([A-Z]\d*): (.*)$/u, ([from = '', to = ''], text) => ({ type: 'message', from, to, text })],
  [/^ {2}Note over ([A-Z]\d*),([A-Z]\d*): (.*)$/u, (over, text) => ({ type: 'note', over, text })],
  [/^ {2}Note right of ([A-Z]\d*): (.*)$/u, (over, text) => ({ type: 'note', over, text })],
]

/**
 * Parses the part of Mermaid's sequence diagrams that a transcript is written in, and nothing else: what is not exactly of
 * these forms is an error, also where Mermaid would take it.
 * @throws on the first line that is not understood, and on whoever takes part without having been introduced
 */
export function parseSequenceDiagram(diagram: string): readonly Statement[] {
  const [head, ...lines] = diagram.split('\n')
  if (head !== 'sequenceDiagram') throw new Error(`no sequence diagram: ${head}`)
  const statements = lines.map(statementOf)
  const introduced = new Set<string>()
  for (const statement of statements) {
    if (statement.type === 'participant') {
      if (introduced.has(statement.id)) throw new Error(`${statement.id} is introduced twice`)
      introduced.add(statement.id)
    }
    const stranger = namedIn(statement).find((id) => !introduced.has(id))
    if (stranger !== undefined) throw new Error(`nobody introduced ${stranger}`)
  }
  return statements
}

function namedIn(statement: Statement): readonly string[] {
  if (statement.type === 'participant') return []
  return statement.type === 'note' ? statement.over : [statement.from, statement.to]
}

function statementOf(line: string): Statement {
  for (const [form, statement] of forms) {
    const parts = form.exec(line)?.slice(1)
    const text = parts?.pop()
    if (parts && text !== undefined) return statement(parts, read(text))
  }
  throw new Error(`not understood: ${JSON.stringify(line)}`)
}

/** The text as it is shown. */
function read(text: string): string {
  if (!textForm.test(text.replace(entity, '·'))) throw new Error(`more than a text: ${JSON.stringify(text)}`)
  return text.replace(entity, (_whole, code) => String.fromCodePoint(Number(code)))
}
