import type { Policy } from './policy.ts'

/** Where GitHub looks for the form. */
export const formPath = '.github/ISSUE_TEMPLATE/emergency.yml'

/** JSON's strings are YAML's. */
const quoted = (text: string): string => JSON.stringify(text)

/**
 * The issue form by which an emergency is reported under a policy: its title and labels are what the policy detects, and its
 * answers name the severities and kinds that it has. https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
 */
export function starterForm({ detection, severities, kinds }: Policy): string {
  const [prefix] = detection.titlePrefixes
  const [label] = detection.labels
  return [
    '# The title and the label are what begins the emergency: keep them equal to `detection` in .github/incident.yml.',
    'name: Emergency',
    'description: Something is broken for users right now, or about to be. This calls people.',
    prefix === undefined ? undefined : `title: ${quoted(`${prefix} `)}`,
    label === undefined ? undefined : `labels: [${quoted(label)}]`,
    'body:',
    introduction,
    severities.length > 1 ? severityField(severities) : undefined,
    Object.keys(kinds).length > 0 ? kindField(Object.keys(kinds)) : undefined,
    textField('impact', 'Impact', 'Who is affected, how many, since when? What can they not do?', true),
    textField('what-happens', 'What happens', 'What do you see, where? No passwords, tokens or personal data.', true),
    textField('changed', 'What changed before', 'Deployments, merged pull requests, settings, suppliers.', false),
  ]
    .filter((part) => part !== undefined)
    .join('\n')
    .concat('\n')
}

const introduction = `\
  - type: markdown
    attributes:
      value: |
        **Is it a vulnerability that is not public yet?** Stop: report it privately under *Security → Report a vulnerability*.
        Write down what you know and submit; the rest can be edited in later.`

const severityField = (severities: Policy['severities']): string =>
  dropdown({
    ...{ id: 'severity', label: 'Severity', required: true },
    description: 'When in doubt, take the more severe one. It can be changed later.',
    options: severities.map(({ id, name }) => (name === '' || name === id ? id : `${id} (${name})`)),
  })

const kindField = (kinds: readonly string[]): string =>
  dropdown({
    ...{ id: 'kind', label: 'Kind', required: false },
    description: 'Decides which checklists come. It can be changed later.',
    options: [...kinds, 'something else, or not known yet'],
  })

interface Dropdown {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly options: readonly string[]
  readonly required: boolean
}

const dropdown = ({ id, label, description, options, required }: Dropdown): string => `\
  - type: dropdown
    id: ${id}
    attributes:
      label: ${label}
      description: ${description}
      options:
${options.map((option) => `        - ${quoted(option)}`).join('\n')}
    validations:
      required: ${required}`

const textField = (id: string, label: string, description: string, required: boolean): string => `\
  - type: textarea
    id: ${id}
    attributes:
      label: ${label}
      description: ${description}
    validations:
      required: ${required}`
