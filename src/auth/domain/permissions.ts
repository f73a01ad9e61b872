export const ROLES = ['owner', 'operator', 'support'] as const;
export type Role = (typeof ROLES)[number];

const READING = ['catalog:read', 'stock:read', 'orders:read', 'events:read', 'promotions:read'] as const;

const OPERATING = [
  ...READING,
  'catalog:write',
  'stock:write',
  'orders:cancel',
  'orders:ship',
  'refunds:decide',
  'events:retry',
  'personal-data:reveal',
  'reconciliations:run',
  'users:block',
  'promotions:write',
  'reports:read',
  'reports:request',
] as const;

const OWNING = [...OPERATING, 'staff:manage', 'audit:read'] as const;

export type Permission = (typeof OWNING)[number];

const PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  support: new Set(READING),
  operator: new Set(OPERATING),
  owner: new Set(OWNING),
};

/** What a role may do. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return PERMISSIONS[role];
}
