import { type Finding, findingTopics } from '../../incident/finding.ts'
import { levelSigns, topicHeadings } from '../../render/finding-words.ts'
import { mixed } from '../../render/words.ts'
import { type Findings, glance } from './findings.ts'

/** For an issue, or the summary of a workflow. */
export function asMarkdown(found: Findings): string {
  const sections = findingTopics.flatMap((topic) => {
    const own = found.findings.filter((finding) => finding.topic === topic)
    return own.length === 0 ? [] : ['', `## ${topicHeadings[topic]}`, '', ...own.flatMap(item)]
  })
  const left = found.leftOut.map((sentence) => `- ${plain(sentence)}`)
  return [
    `# ${found.repository}`,
    '',
    `**${glance(found)}**`,
    ...sections,
    ...(left.length === 0 ? [] : ['', '## Not looked at', '', ...left]),
  ].join('\n')
}

const plain = (text: string): string => mixed(text, { max: 600 })

function item({ level, seen, emergency, remedy }: Finding): readonly string[] {
  return [
    `- ${levelSigns[level]} ${plain(seen)}`,
    ...(emergency === undefined ? [] : [`  - In an emergency: ${plain(emergency)}`]),
    ...(remedy === undefined ? [] : [`  - What to do: ${plain(remedy)}`]),
  ]
}
