import type { INestApplication } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Contexts } from '#platform/contexts';
import { API_PREFIX } from '#platform/http';

/** Which context a class or a route is of, by the module it is provided in. */
export class ContextNames {
  private app: INestApplication | null = null;
  private classes: ReadonlyMap<string, string> | null = null;
  private routes: ReadonlyMap<string, string> = new Map();

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
    return this.routes.get(template) ?? null;
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
    this.routes = new Map(
      named.flatMap(({ metatype, context }) => templatesOf(metatype).map((template) => [template, context] as const)),
    );
    return (this.classes = new Map(named.map(({ metatype, context }) => [metatype.name, context])));
  }
}

/** Templates of the routes a class serves; none, where it is no controller. */
function templatesOf(type: object): string[] {
  const { prototype } = type as { prototype?: Readonly<Record<string, unknown>> };
  const methods = prototype ? new MetadataScanner().getAllMethodNames(prototype) : [];
  return pathsOf(type)
    .flatMap((base) =>
      methods.flatMap((name) => pathsOf(prototype?.[name]).map((path) => [API_PREFIX, base, path].join('/'))),
    )
    .map((template) => `/${template.split('/').filter(Boolean).join('/')}`);
}

/** What a controller or a handler was decorated with; it may be several. */
function pathsOf(target: unknown): string[] {
  if (typeof target !== 'function') return [];
  const path: unknown = Reflect.getMetadata(PATH_METADATA, target);
  return path === undefined ? [] : [path].flat().map(String);
}
