import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['node_modules/**', 'test/bench/**'],
    // Starts nothing by itself: a PostgreSQL is started when the first test asks for one.
    globalSetup: ['test/support/postgres-setup.ts'],
    // Threads start faster than processes, and two of them are what a small CI machine has. Tests that need
    // a process of their own (kill it, hold a lock) start one as a child.
    pool: 'threads',
    maxWorkers: 2,
    // Nothing here waits for a clock, so a slow test is a hanging one; starting a compiler or a server is the slowest thing.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A test that passes the second time has found a bug the first time.
    retry: 0,
    allowOnly: false,
    passWithNoTests: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
})
