import type { INestApplication } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService } from '@nestjs/core';
import { Contexts } from '#platform/contexts';
import { API_PREFIX } from '#platform/http';

/** Which context a class or a route is of, by the module it is provided in. */
export class ContextNames {
  private app: INestApplication | null = null;
  private classes: ReadonlyMap<string, string> | null = null;
  private routes: readonly (readonly [prefix: string, context: string])[] = [];

  follow(app: INestApplication): void {
    this.app = app;
  }

  /** Of a use case or a reaction, by the name of its class; null where it belongs to none. */
  ofClass(name: string): string | null {
    return this.found().get(name) ?? null;
  }

  /** Of a route, by its template. */
  ofRoute(template: string): string | null {
    this.found();
    return this.routes.find(([prefix]) => template === prefix || template.startsWith(`${prefix}/`))?.[1] ?? null;
  }

  private found(): ReadonlyMap<string, string> {
    if (this.classes) return this.classes;
    const { app } = this;
    if (!app) return new Map();
    const discovery = app.get(DiscoveryService, { strict: false });
    const contexts = app.get(Contexts, { strict: false });
    const named = [...discovery.getProviders(), ...discovery.getControllers()].flatMap(({ metatype, host }) => {
      const context = contexts.of(host?.metatype);
      return context !== null && typeof metatype === 'function' ? [{ metatype, context }] : [];
    });
    this.routes = named
      .flatMap(({ metatype, context }) => prefixesOf(metatype).map((prefix) => [prefix, context] as const))
      // The longest prefix knows best: payment has /orders/:id/payment.
      .toSorted(([one], [other]) => other.length - one.length);
    return (this.classes = new Map(named.map(({ metatype, context }) => [metatype.name, context])));
  }
}

function prefixesOf(controller: object): string[] {
  const path: unknown = Reflect.getMetadata(PATH_METADATA, controller);
  const paths: unknown[] = path === undefined ? [] : [path].flat();
  return paths.map((one) => `/${API_PREFIX}/${String(one).replace(/^\/+/, '')}`.replace(/\/+$/, ''));
}
