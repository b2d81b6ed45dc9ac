import type { Json } from '../json.ts'

/** One try at handing a delivery over, as GitHub's delivery log shows it. */
export type Attempt = {
  id: number
  deliveredAt: string
  redelivery: boolean
  /** `OK`, or what went wrong in GitHub's words. */
  status: string
  /** 0 when no answer came. */
  statusCode: number
}

/** One webhook for one installation. Its GUID stays the same however often it is sent. */
export type Delivery = {
  guid: string
  event: string
  action: string | null
  installationId: number
  repositoryId: number | null
  payload: Json
  attempts: Attempt[]
}
