import { Controller, Delete, Get } from '@nestjs/common';
import { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, CurrentShopper, type Shopper, StreamedData, Tag, time } from '#platform/http';
import { EraseUser } from '../application/erase-user.js';
import { ExportPersonalData } from '../application/export-personal-data.js';
import { jsonOf } from './personal-data-json.js';

const everything = z
  .object({ exportedAt: time })
  .catchall(z.array(z.record(z.string(), z.unknown())))
  .describe('Sections by name, each a list of records. An answer that breaks off is not whole: ask again');

@Tag('users')
@Controller('users/me')
export class PersonalDataController {
  constructor(
    private readonly exportPersonalData: ExportPersonalData,
    private readonly eraseUser: EraseUser,
  ) {}

  @Get('export')
  @Answers('Everything that is held about you', { data: everything, refusals: [1001] })
  async export(@CurrentShopper() shopper: Shopper, @CurrentActor() actor: Actor): Promise<StreamedData> {
    return new StreamedData(jsonOf(await this.exportPersonalData.execute({ userId: shopper.id, actor })));
  }

  @Delete()
  @Answers('Erase you: for good, and at once', { refusals: [1001, 1005] })
  async erase(@CurrentShopper() shopper: Shopper, @CurrentActor() actor: Actor): Promise<void> {
    await this.eraseUser.execute({ userId: shopper.id, actor });
  }
}
