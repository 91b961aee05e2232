import type { Isolation, TargetFacts } from '../../shared/events.ts';
import type { Sandbox } from '../../shared/sandbox.ts';
import { callHand } from './hand/call.ts';
import type { HandClient } from './hand/client.ts';
import { downloadFile, uploadFile } from './hand/transfer.ts';

export interface HandSandboxOptions {
  id: string;
  where: string;
  facts: TargetFacts;
  isolation: Isolation;
  network: boolean;
  workspacePath: string;
  client: HandClient;
  destroy(): Promise<void>;
  onClosed(): void;
}

/** A sandbox that is reached through its hand. */
export function handSandbox(options: HandSandboxOptions): Sandbox {
  const { id, client, facts, isolation, network, workspacePath } = options;
  const where = (path: string): string => `${path} in sandbox ${id} at ${options.where}`;
  return {
    ...{ id, facts, isolation, network, workspacePath },
    execute: (callId, operation, execute) => callHand(client, id, callId, operation, execute),
    upload: (path, bytes) => uploadFile(client, where(path), path, bytes),
    download: (path, maxBytes) => downloadFile(client, where(path), path, maxBytes),
    destroy: () => options.destroy(),
    async detach() {
      client.close();
      options.onClosed();
    },
  };
}
