import { Controller, Get, Injectable, Logger, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { Config } from '#platform/config';
import { ConfigModule } from '#platform/config-module';
import { PeriodicJob } from '#platform/jobs';
import { byName, type ContextModule, Contexts } from './contexts.js';
import { ContextsModule } from './contexts.module.js';
import { JobsElsewhere } from './jobs-elsewhere.js';
import { OwnRoutes } from './own-routes.js';

class Job extends PeriodicJob {
  readonly every = 1_000;
  constructor() {
    super({ backgroundJobs: true } as Config);
  }
  async run(): Promise<void> {}
}
@Injectable()
class LightLamps extends Job {}
@Injectable()
class OpenDoors extends Job {}
@Injectable()
class Sweep extends Job {}

@Controller('lamps')
class LampsController {
  @Get() get() {}
}
@Controller('doors')
class DoorsController {
  @Get() get() {}
}
@Controller('health')
class HealthController {
  @Get() get() {}
}

@Module({ providers: [LightLamps], controllers: [LampsController] })
class LampsModule {}
@Module({ providers: [OpenDoors], controllers: [DoorsController] })
class DoorsModule {}
const MODULES = [LampsModule, DoorsModule] as unknown as ContextModule[];

describe('contexts that run apart', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  async function aProcess(apart: readonly string[], own: string | null, off: readonly string[] = []) {
    const module = await Test.createTestingModule({
      imports: [
        DiscoveryModule,
        ConfigModule.forRoot({ contexts: { apart, own, off } } as Config),
        ContextsModule.forRoot(MODULES, { apart, own, off }),
        LampsModule,
        DoorsModule,
      ],
      providers: [Sweep, OwnRoutes, JobsElsewhere],
      controllers: [HealthController],
    }).compile();
    module.get(JobsElsewhere).onModuleInit();
    const starts = (job: new () => Job) => {
      const started = module.get(job, { strict: false });
      started.onApplicationBootstrap();
      const run = jest.spyOn(started, 'run');
      started.runSoon();
      void started.beforeApplicationShutdown();
      return run.mock.calls.length > 0;
    };
    const answers = (controller: object) => {
      try {
        return module.get(OwnRoutes).canActivate({ getClass: () => controller } as never);
      } catch {
        return false;
      }
    };
    return {
      jobs: [LightLamps, OpenDoors, Sweep].filter(starts),
      routes: [LampsController, DoorsController, HealthController].filter(answers),
    };
  }

  it('are all in one process when none is apart', async () => {
    expect(await aProcess([], null)).toEqual({
      jobs: [LightLamps, OpenDoors, Sweep],
      routes: [LampsController, DoorsController, HealthController],
    });
  });

  it('do their jobs in processes of their own, and the main process answers for all', async () => {
    expect(await aProcess(['doors'], null)).toEqual({
      jobs: [LightLamps, Sweep],
      routes: [LampsController, DoorsController, HealthController],
    });
  });

  it('have processes that do and answer nothing of the others', async () => {
    expect(await aProcess(['doors'], 'doors')).toEqual({
      jobs: [OpenDoors, Sweep],
      routes: [DoorsController, HealthController],
    });
  });

  it('do nothing by themselves where they are off, and are answered for all the same', async () => {
    expect(await aProcess([], null, ['doors'])).toEqual({
      jobs: [LightLamps, Sweep],
      routes: [LampsController, DoorsController, HealthController],
    });
  });

  it('are contexts of this shop', () => {
    expect(() => new Contexts(byName(MODULES), { apart: ['dors'], own: null, off: [] })).toThrow(
      'CONTEXTS_APART: expected some of lamps, doors',
    );
  });
});
