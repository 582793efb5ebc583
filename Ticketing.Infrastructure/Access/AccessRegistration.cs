using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.Keys;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Access.Users;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access;

public static class AccessRegistration
{
    /// <summary>
    /// Adds accounts, sessions and API tokens. Needs <see cref="AccountLinks"/> and authentication schemes from the application.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddHttpContextAccessor();
        services.AddIdentity();
        services.AddSessionCookies();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<ApiKeyReader>();
        services.AddSingleton<ManageApiKeysHandler>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<KnownBrowsers>();
        services.AddScoped<SignInAttempts>();
        services.AddScoped<StepUpHandler>();
        services.AddSingleton<RecentProof>();
        services.AddSingleton<StoredSecrets>();
        services.AddSingleton<AccountAddresses>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<AccountStore>();
        services.AddScoped<AccountMails>();
        services.AddScoped<MailCooldown>();
        services.AddScoped<ConfirmationMails>();
        services.AddScoped<AccountAudit>();
        services.AddScoped<CredentialChecker>();
        services.AddScoped<RegisterAccountHandler>();
        services.AddScoped<SignInHandler>();
        services.AddScoped<SignInToApiHandler>();
        services.AddScoped<RecoverAccountHandler>();
        services.AddScoped<ManageAccountHandler>();
        services.AddScoped<TwoFactorHandler>();
        services.AddScoped<PasskeysHandler>();
        services.AddScoped<EraseAccountHandler>();
        services.AddScoped<ExportAccountHandler>();
        services.AddSingleton<UserDesk>();
        services.AddSingleton<SetSiteRolesHandler>();
        return services;
    }

    // Version 3 is the first with passkeys.
    internal static void UseSchema(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    private static void AddIdentity(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(options =>
            {
                options.Tokens.PasswordResetTokenProvider = ResetTokenProvider.ProviderName;
                UseSchema(options);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<TicketingDbContext>()
            .AddUserStore<AccountUserStore>()
            .AddSignInManager<AccountSignInManager>()
            .AddClaimsPrincipalFactory<AccountClaimsFactory>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<ResetTokenProvider>(ResetTokenProvider.ProviderName);
        // AccountRules validates input with better messages; the unique index detects duplicate addresses.
        services.RemoveAll<IUserValidator<Account>>();
        services.RemoveAll<IPasswordValidator<Account>>();
        services.AddScoped(provider => (AccountSignInManager)provider.GetRequiredService<SignInManager<Account>>());
        services.AddScoped<ILookupNormalizer, EmailLookupNormalizer>();
        services.AddScoped<IPasswordHasher<Account>, AccountPasswordHasher>();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<AccessOptions>>(
            (hasher, access) => hasher.IterationCount = access.Value.PasswordHashIterations);
        services.AddOptions<DataProtectionTokenProviderOptions>().Configure<IOptions<AccessOptions>>(
            (tokens, access) => tokens.TokenLifespan = TimeSpan.FromHours(access.Value.ConfirmationHours));
        services.AddOptions<ResetTokenOptions>().Configure<IOptions<AccessOptions>>(
            (tokens, access) => tokens.TokenLifespan = TimeSpan.FromHours(access.Value.ResetHours));
        services.AddOptions<SecurityStampValidatorOptions>().Configure<IOptions<AccessOptions>>(
            (stamps, access) =>
            {
                stamps.ValidationInterval = TimeSpan.FromSeconds(access.Value.SessionCheckSeconds);
                stamps.OnRefreshingPrincipal = SessionValidation.KeepSession;
            });
    }

    private static void AddSessionCookies(this IServiceCollection services)
    {
        services.AddAuthentication().AddIdentityCookies();
        services.AddSessionCookie(IdentityConstants.ApplicationScheme, "session");
        services.AddSessionCookie(IdentityConstants.TwoFactorUserIdScheme, "sign-in");
        services.AddSessionCookie(IdentityConstants.TwoFactorRememberMeScheme, "known-browser");
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<IOptions<AccessOptions>>(
            (cookie, access) =>
            {
                cookie.ExpireTimeSpan = TimeSpan.FromDays(access.Value.SessionDays);
                cookie.SlidingExpiration = true;
                cookie.Events.OnValidatePrincipal = SessionValidation.ValidateAsync;
            });
    }

    private static void AddSessionCookie(this IServiceCollection services, string scheme, string name) =>
        services.Configure<CookieAuthenticationOptions>(scheme, options =>
        {
            options.Cookie.Name = name;
            options.Cookie.HttpOnly = true;
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.CookieManager = new HostCookies();
        });
}
