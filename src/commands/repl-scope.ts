import { existsSync, readFileSync } from 'node:fs';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { ApplicationConfig, ModuleRef, ModulesContainer } from '@nestjs/core';
import { Clock, Money, newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { Config } from '#platform/config';
import { Database } from '#platform/database';

interface Member {
  readonly name: string;
  readonly instance: object;
  /** What calls it: `execute({ orderId, customerId })`; null for what is no use case. */
  readonly call: string | null;
}

interface Context {
  readonly name: string;
  readonly members: readonly Member[];
}

/** Everything that can be called by name: the parts of each context, and a few that all of them use. */
export function replScope(app: INestApplicationContext, modules: readonly Type[]): Record<string, unknown> {
  const contexts = modules.map((module) => contextOf(app, module));
  const named = new Map<string, object | null>();
  for (const { name, instance } of contexts.flatMap(({ members }) => members))
    named.set(name, named.has(name) ? null : instance);
  const unique = [...named].filter(([, instance]) => instance !== null);
  return {
    // Of two that have one name neither is meant: `user.contentCheck`, `order.contentCheck`.
    ...Object.fromEntries(unique),
    ...Object.fromEntries(contexts.map(({ name, members }) => [name, byName(members)])),
    app,
    SYSTEM,
    newId,
    Money,
    database: app.get(Database, { strict: false }),
    config: app.get(Config, { strict: false }),
    clock: app.get(Clock, { strict: false }),
    help: (about?: unknown) => console.log(about === undefined ? overview(contexts) : details(contexts, about)),
  };
}

/** `execute({ orderId, customerId })` of a class that has such a method. */
export function callOf(constructor: { readonly prototype: unknown }): string | null {
  const { execute } = constructor.prototype as { execute?: () => unknown };
  if (typeof execute !== 'function') return null;
  const source = execute.toString();
  let depth = 0;
  for (let at = source.indexOf('('); at >= 0 && at < source.length; at++) {
    if (source[at] === '(') depth++;
    if (source[at] === ')' && --depth === 0)
      return source.slice(source.indexOf('execute'), at + 1).replace(/\s+/g, ' ');
  }
  return 'execute(…)';
}

function contextOf(app: INestApplicationContext, module: Type): Context {
  const found = [...app.get(ModulesContainer).values()].find(({ metatype }) => metatype === module);
  const members = [...(found?.providers ?? [])].flatMap(([token, { instance }]): Member[] => {
    if (typeof token !== 'function' || [module, ModuleRef, ApplicationConfig].includes(token as Type)) return [];
    if (typeof instance !== 'object' || instance === null) return [];
    return [{ name: uncapitalized(token.name), instance: instance, call: callOf(token as Type) }];
  });
  return { name: uncapitalized(module.name.replace(/Module$/, '')), members };
}

function byName(members: readonly Member[]): Record<string, object> {
  return Object.fromEntries(members.map(({ name, instance }) => [name, instance]));
}

function overview(contexts: readonly Context[]): string {
  const paragraphs = contexts.map(({ name, members }) => {
    const useCases = members.flatMap((member) => (member.call ? [`  ${member.name}.${member.call}`] : []));
    const others = members.flatMap((member) => (member.call ? [] : [member.name]));
    return [name, ...useCases, `  and ${others.join(', ')}`].join('\n');
  });
  return `${paragraphs.join('\n\n')}

For all: database.query('SELECT …'), config, clock, newId(), Money, SYSTEM (an actor), app.get(Token)
help(cancelOrder) says what a use case wants. await works. .exit ends it.`;
}

function details(contexts: readonly Context[], about: unknown): string {
  const context = contexts.find(({ members }) => members.some(({ instance }) => instance === about));
  const member = context?.members.find(({ instance }) => instance === about);
  if (!context || !member) return 'That is no part of a context. help() lists them.';
  const kebab = member.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const file = ['application', 'domain', 'adapters']
    .map((layer) => `src/${context.name}/${layer}/${kebab}.ts`)
    .find((path) => existsSync(path));
  const command = file && /^export interface \w+Command [^]*?^}$/m.exec(readFileSync(file, 'utf8'))?.[0];
  const said = [`${context.name}.${member.name}${member.call ? `.${member.call}` : ''}`, file, command];
  return said.filter((line) => line !== undefined).join('\n');
}

function uncapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
