import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireAddressSpace } from './address-space.node.ts';

const limits = (soft: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax address space         ${soft}            unlimited            bytes     \n`;

test('a limit of the address space below what threads reserve is refused, with what can be done', () => {
  assert.throws(() => requireAddressSpace(limits('16000000000'), ''), {
    code: 'memory-short',
    where: 'ulimit -v',
    what: /16 GB.*24 GB/,
    advice: /ulimit -v unlimited.*NODE_OPTIONS=--disable-wasm-trap-handler/,
  });
  assert.throws(() => requireAddressSpace(limits('4000000000'), '--disable-wasm-trap-handler'), {
    code: 'memory-short',
  });
});

test('without a limit, with a large one, without guards, and where none can be read, it passes', () => {
  requireAddressSpace(limits('unlimited'), '');
  requireAddressSpace(limits('64000000000'), '');
  requireAddressSpace(limits('16000000000'), '--max-old-space-size=4000 --disable-wasm-trap-handler');
  requireAddressSpace('', '');
  requireAddressSpace();
});
