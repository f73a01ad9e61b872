import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { UserModule } from '../user/index.js';
import { AuthPersonalData } from './adapters/auth-personal-data.js';
import { AuthController } from './adapters/auth.controller.js';
import { CopiedStaffSessions } from './adapters/copied-staff-sessions.js';
import { DeviceCookie } from './adapters/device-cookie.js';
import { JwtAccessTokens } from './adapters/jwt-access-tokens.js';
import { KeyedTrustedDevices } from './adapters/keyed-trusted-devices.js';
import { LimitedWechatLogin } from './adapters/limited-wechat-login.js';
import { SessionPurge, StaffSessionPurge } from './adapters/purge.js';
import { RandomSecrets } from './adapters/random-secrets.js';
import { authSchema } from './adapters/schema.js';
import { ScryptPasswords } from './adapters/scrypt-passwords.js';
import { SeedIdentities } from './adapters/seed-identities.js';
import { SessionQueries } from './adapters/session.queries.js';
import { SessionsController } from './adapters/sessions.controller.js';
import { ShopperStrategy } from './adapters/shopper.strategy.js';
import { SqlIdentities } from './adapters/sql-identities.js';
import { SqlLiveSessions } from './adapters/sql-live-sessions.js';
import { SqlSessions } from './adapters/sql-sessions.js';
import { SqlStaffMembers } from './adapters/sql-staff-members.js';
import { SqlStaffSessions } from './adapters/sql-staff-sessions.js';
import { SqlUserBlocks } from './adapters/sql-user-blocks.js';
import { SqlWechatAccounts } from './adapters/sql-wechat-accounts.js';
import { StaffAuthController } from './adapters/staff-auth.controller.js';
import { StaffCookieExtension } from './adapters/staff-cookie-extension.js';
import { StaffCookie } from './adapters/staff-cookie.js';
import { StaffController } from './adapters/staff.controller.js';
import { StaffQueries } from './adapters/staff.queries.js';
import { StaffStrategy } from './adapters/staff.strategy.js';
import { UserBlocksController } from './adapters/user-blocks.controller.js';
import { WechatDataController } from './adapters/wechat-data.controller.js';
import { MiniProgramLogin } from './adapters/wechat-login.js';
import { MiniProgramUserData } from './adapters/wechat-user-data.js';
import { AccessTokens } from './application/access-tokens.js';
import { AuthenticateShopper } from './application/authenticate-shopper.js';
import { AuthenticateStaff } from './application/authenticate-staff.js';
import { BlockUser } from './application/block-user.js';
import { ChangeStaffPassword } from './application/change-staff-password.js';
import { ChangeStaff } from './application/change-staff.js';
import { CreateFirstOwner } from './application/create-first-owner.js';
import { CreateStaff } from './application/create-staff.js';
import { FindOrJoin } from './application/find-or-join.js';
import { Grants } from './application/grants.js';
import { LiveSessions } from './application/live-sessions.js';
import { LogOut } from './application/log-out.js';
import { OpenSessions } from './application/open-sessions.js';
import { OpenWechatData } from './application/open-wechat-data.js';
import { Passwords } from './application/passwords.js';
import { RefreshSession } from './application/refresh-session.js';
import { RevokeOtherSessions } from './application/revoke-other-sessions.js';
import { RevokeSession } from './application/revoke-session.js';
import { Secrets } from './application/secrets.js';
import { SignInStaff } from './application/sign-in-staff.js';
import { SignInWithWechat } from './application/sign-in-with-wechat.js';
import { SignOutStaff } from './application/sign-out-staff.js';
import { StaffLockOut } from './application/staff-lock-out.js';
import { TrustedDevices } from './application/trusted-devices.js';
import { UnblockUser } from './application/unblock-user.js';
import { VerifiedShoppers } from './application/verified-shoppers.js';
import { WechatAccounts } from './application/wechat-accounts.js';
import { WechatLogin } from './application/wechat-login.js';
import { WechatUserData } from './application/wechat-user-data.js';
import { Identities } from './domain/identities.js';
import { Sessions } from './domain/sessions.js';
import { StaffMembers } from './domain/staff-members.js';
import { StaffSessions } from './domain/staff-sessions.js';
import { UserBlocks } from './domain/user-blocks.js';

const shoppers = [
  SignInWithWechat,
  FindOrJoin,
  OpenSessions,
  RefreshSession,
  LogOut,
  RevokeSession,
  RevokeOtherSessions,
  AuthenticateShopper,
  OpenWechatData,
];
const staff = [StaffLockOut, SignInStaff, SignOutStaff, AuthenticateStaff, ChangeStaffPassword];
const office = [CreateFirstOwner, CreateStaff, ChangeStaff, BlockUser, UnblockUser];

@Module({
  imports: [UserModule],
  controllers: [
    AuthController,
    SessionsController,
    StaffAuthController,
    StaffController,
    UserBlocksController,
    WechatDataController,
  ],
  providers: [
    ...shoppers,
    ...staff,
    ...office,
    Grants,
    VerifiedShoppers,
    SessionQueries,
    StaffQueries,
    SessionPurge,
    StaffSessionPurge,
    ShopperStrategy,
    StaffStrategy,
    StaffCookie,
    StaffCookieExtension,
    DeviceCookie,
    MiniProgramLogin,
    AuthPersonalData,
    SeedIdentities,
    { provide: TrustedDevices, useClass: KeyedTrustedDevices },
    { provide: WechatLogin, useClass: LimitedWechatLogin },
    { provide: WechatUserData, useClass: MiniProgramUserData },
    { provide: AccessTokens, useClass: JwtAccessTokens },
    { provide: Secrets, useClass: RandomSecrets },
    { provide: Passwords, useClass: ScryptPasswords },
    { provide: Identities, useClass: SqlIdentities },
    { provide: Sessions, useClass: SqlSessions },
    { provide: LiveSessions, useClass: SqlLiveSessions },
    { provide: StaffMembers, useClass: SqlStaffMembers },
    SqlStaffSessions,
    { provide: StaffSessions, useClass: CopiedStaffSessions },
    { provide: UserBlocks, useClass: SqlUserBlocks },
    { provide: WechatAccounts, useClass: SqlWechatAccounts },
  ],
  exports: [WechatAccounts, SeedIdentities],
})
export class AuthModule {
  static readonly schema: ContextSchema = authSchema;
}
