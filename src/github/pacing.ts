import Bottleneck from 'bottleneck'

/**
 * The queues of @octokit/plugin-throttling for calls that write, one limiter per installation, with room for a burst.
 *
 * The trade: the plugin's own queues space writes by one second and notifying ones by three, as GitHub's best practices
 * ask, so the ten calls that open an emergency would take half a minute. Here a quiet installation may make 20 writes
 * (12 of them notifying) at once; after that they are let through at the same pace as before. In any minute that is at
 * most 20 + 60 writes: GitHub's limit for content is 80 a minute. Should GitHub object earlier, its answer says for how
 * long, and the work is tried again after that.
 */
export interface Pacing {
  readonly write: Bottleneck.Group
  readonly notifications: Bottleneck.Group
}

export function createPacing(): Pacing {
  return {
    write: burst({ size: 20, refillEveryMs: 1000 }),
    notifications: burst({ size: 12, refillEveryMs: 3000 }),
  }
}

function burst({ size, refillEveryMs }: { size: number; refillEveryMs: number }): Bottleneck.Group {
  return new Bottleneck.Group({
    reservoir: size,
    reservoirIncreaseAmount: 1,
    reservoirIncreaseInterval: refillEveryMs,
    reservoirIncreaseMaximum: size,
  })
}
