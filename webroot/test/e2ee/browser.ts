import { EncryptedStore } from '../../src/e2ee/encrypted-store';
import { openKeys } from '../../src/e2ee/keys';
import { cost } from './cost';
import { walk } from './walk';

// What the tests in a real browser call; built by e2e/sealed-page.mjs.
Object.assign(window, {
  sealed: {
    walk,
    openKeys,
    cost: (devices: number, messages: number) => cost(devices, () => performance.now(), undefined, messages),
    kept: async (devices: number, messages: number) => cost(devices, () => performance.now(), await EncryptedStore.open(`cost ${devices} ${performance.now()}`), messages),
  },
});
