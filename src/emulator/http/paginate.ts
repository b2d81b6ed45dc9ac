export type PageOptions = { maxPageSize: number }

export type Page = { items: unknown[]; link: string | undefined }

/**
 * Cuts one page out of a list: `per_page` (default 30, at most 100 or `maxPageSize`) and `page` (from 1).
 * @param address the request's own full address; the Link header points back to it with other page numbers.
 */
export function paginate(items: unknown[], address: URL, options: PageOptions): Page {
  const size = Math.min(positive(address.searchParams.get('per_page'), 30), 100, options.maxPageSize)
  const page = positive(address.searchParams.get('page'), 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const links = [
    page > 1 ? linkTo(address, page - 1, 'prev') : '',
    page < last ? linkTo(address, page + 1, 'next') : '',
    page < last ? linkTo(address, last, 'last') : '',
    page > 1 ? linkTo(address, 1, 'first') : '',
  ].filter((link) => link !== '')
  return {
    items: items.slice((page - 1) * size, page * size),
    link: links.length === 0 ? undefined : links.join(', '),
  }
}

function linkTo(address: URL, page: number, relation: string): string {
  const target = new URL(address)
  target.searchParams.set('page', String(page))
  return `<${target.href}>; rel="${relation}"`
}

function positive(text: string | null, fallback: number): number {
  const value = Number(text)
  return text !== null && Number.isInteger(value) && value > 0 ? value : fallback
}
