import { configured, type Scene, scenes, shop } from './stage.ts'

export const raise = scenes({ config: configured(), rebuilds: true })
export const raiseBreaking = scenes({ config: configured(), rebuilds: true }, { breaksConfiguration: true })
export const isAboutTheLoss = (comment: string): boolean => comment.includes('Firebreak lost its database')
export const cards = ({ github }: Scene) =>
  github.repository(shop).comments.filter(({ body }) => body.includes('<!-- firebreak:card:'))

export async function revive({ world }: Scene): Promise<void> {
  await world.restart()
  await world.fastForward('5s')
}

export async function loseDatabase(scene: Scene): Promise<void> {
  await scene.world.loseDatabase()
  await revive(scene)
}
