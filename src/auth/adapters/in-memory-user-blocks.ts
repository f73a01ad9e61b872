import { type UserBlock, UserBlocks } from '../domain/user-blocks.js';

export class InMemoryUserBlocks extends UserBlocks {
  private readonly blocks = new Map<string, UserBlock>();

  async sealReason(_userId: string, reason: string): Promise<string> {
    return reason;
  }

  async includes(userId: string): Promise<boolean> {
    return this.blocks.has(userId);
  }

  async find(userId: string): Promise<UserBlock | null> {
    return this.blocks.get(userId) ?? null;
  }

  async add(block: UserBlock): Promise<boolean> {
    if (this.blocks.has(block.userId)) return false;
    this.blocks.set(block.userId, block);
    return true;
  }

  async remove(userId: string): Promise<boolean> {
    return this.blocks.delete(userId);
  }
}
