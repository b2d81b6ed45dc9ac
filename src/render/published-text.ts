/** Stands on the post-mortem of a secret, for as long as it is one. */
export const confidentialityNote =
  '> [!IMPORTANT]\n> This incident is confidential. With `/incident disclose` what stands here by then becomes public, as it is.'

/** GitHub's editor ends lines in its own way. */
const noteAsEdited = /> \[!IMPORTANT\]\r?\n> This incident is confidential\. With `\/incident disclose`[^\r\n]*/u

/** Of this App: by them it finds what it wrote itself, and a copy must not be taken for that. */
const ownMarker = /<!--[ \t]*firebreak[^<>]{0,500}-->/gi

/** GitHub resolves entities before it looks for mentions. */
const atSign = /(?<![a-z0-9])(?:@|&#0{0,9}64;|&#x0{0,9}40;|&commat;)(?=\S)/gi

/**
 * The text of a post-mortem for publication: as its authors wrote it, with links, HTML and all, for it is theirs. Only what
 * would act again is taken out, and what stops being true. Hidden markers of ours go; and behind each at-sign that may begin a mention comes a
 * zero-width space, so that nobody is notified a second time. That is done in code as well: what is code and what is not
 * can be misread, and a name copied from a published report is a smaller loss than a team that is called up again.
 */
export const publishedText = (text: string): string =>
  text.replace(noteAsEdited, '').replace(ownMarker, '').replace(atSign, '@\u200b').trim()
