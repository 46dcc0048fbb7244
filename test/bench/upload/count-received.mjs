/**
 * Loaded into the blob emulator before itself: counts the bytes that arrive on its connections, heads and all, and tells
 * the parent whenever it is asked `received`.
 */
import { subscribe } from 'node:diagnostics_channel';

const sockets = [];

subscribe('net.server.socket', ({ socket }) => sockets.push(socket));
process.on('message', (question) => {
  if (question === 'received')
    process.send({ receivedBytes: sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0) });
});
