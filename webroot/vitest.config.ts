import { defineConfig } from 'vitest/config';

export default defineConfig({ test: {
    // Random walks of whole rooms take seconds, and many on a machine that is busy.
    testTimeout: 120_000, include: ['test/**/*.test.ts'], environment: 'node' } });
