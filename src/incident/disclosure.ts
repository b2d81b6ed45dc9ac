/** How far an incident's details are public. The fold of `DisclosureEntry`; see `evolve-disclosure.ts`. */
export interface Disclosure {
  /** The id by which public texts call it while it is confidential, such as `SEC-2026-12`; undefined: it never was. */
  readonly tracking: string | undefined
  readonly disclosedAt: number | undefined
  /** Where the details are kept, for those who may see it. */
  readonly details:
    | { readonly place: 'advisory'; readonly ghsa: string; readonly url: string }
    | { readonly place: 'issue'; readonly repository: string; readonly number: number; readonly url: string }
    | undefined
}

export const noSecret: Disclosure = { tracking: undefined, disclosedAt: undefined, details: undefined }

/** Whether public texts must say nothing of what the incident is about; `render/public-view.ts` sees to it. */
export const isSecret = ({ disclosure }: { readonly disclosure: Disclosure }): boolean =>
  disclosure.tracking !== undefined && disclosure.disclosedAt === undefined

export type DisclosureEntry =
  | { readonly type: 'KeptConfidential'; readonly tracking: string }
  | { readonly type: 'DetailsOpened'; readonly details: NonNullable<Disclosure['details']> }
  /** One of the places was refused; another one may be tried yet. */
  | { readonly type: 'DetailsRefused'; readonly place: 'advisory' | 'issue'; readonly reason: string }
  | { readonly type: 'Disclosed' }

export type DisclosureMessage =
  /** Said on the public page: what it is called there, and what not to write. */
  | { readonly type: 'Confidential'; readonly incident: string }
  /** `url` undefined: no place could be opened, and `reason` says why. */
  | {
      readonly type: 'DetailsPlace'
      readonly incident: string
      readonly url: string | undefined
      readonly reason: string | undefined
    }
  /** The draft advisory's description, or the body of the issue in the private repository. */
  | { readonly type: 'Details'; readonly incident: string; readonly template: string | undefined }
  | { readonly type: 'Disclosed'; readonly incident: string; readonly by: string }
  /** The post-mortem is due and is not opened: there is no private place for it, or `repository` refused it. */
  | {
      readonly type: 'PostmortemWaits'
      readonly incident: string
      readonly repository: string | undefined
      readonly reason: string | undefined
    }
  /** Where the public post-mortem is; `over`: the incident is, so that closing it closes nothing. */
  | { readonly type: 'PostmortemDisclosed'; readonly incident: string; readonly number: number; readonly over: boolean }
  /** The public post-mortem, with the text that people gave the private one. `title` is Liquid. */
  | {
      readonly type: 'DisclosedPostmortem'
      readonly incident: string
      readonly title: string
      readonly text: string
    }
