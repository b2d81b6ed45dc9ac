import { AsyncLocalStorage } from 'node:async_hooks'
import { TryLater } from './ports.ts'

/** Whether the lease under which something is done still holds, so that nobody else can be doing the same. */
type Holds = () => boolean

/**
 * A process may stand still for longer than its lease lasts, and then go on as if nothing had happened, in the middle of
 * a piece of work that another process has taken over. So whoever changes something outside asks here, at the last
 * moment. Like the trail (`trail.ts`), it is handed on without being seen: an adapter's helper cannot forget to pass it.
 */
const leases = new AsyncLocalStorage<Holds>()

/** Whatever is begun in `action` may change things outside only as long as `holds` says so. */
export const underLease = <Value>(holds: Holds, action: () => Value): Value => leases.run(holds, action)

/**
 * To be called right before something outside is changed.
 * @throws TryLater when the lease has ended; whoever has taken the work over looks for traces first
 */
export function demandLease(): void {
  if (leases.getStore()?.() === false)
    throw new TryLater('This process stood still for too long, and another one may have taken the work over', 1000)
}
