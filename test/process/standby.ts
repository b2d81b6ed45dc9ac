import { main } from '../../src/main.ts'

/**
 * The server, loaded and waiting to be told to start: loading takes longer than everything that a start does with the
 * data, and is the same every time. From the first byte on its standard input it is `npm start`.
 */
process.stdin.once('data', () => {
  process.stdin.unref()
  void main()
})
