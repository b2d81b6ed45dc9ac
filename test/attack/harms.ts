import { reading } from '../render/harmless.ts'

/**
 * What GitHub would act on in a text of the App's, beside what is meant: mentions of those whom a test's configuration
 * names, and the App's own marker at the end.
 */
export const harmsOf = (body: string): readonly string[] =>
  reading(
    body.replace(/\n*<!-- firebreak:[^>]*-->\s*$/, '').replaceAll(/(?<![`\w])@(?:alice|bob|carol|trudy)(?![\w/])/g, ''),
  ).harms
