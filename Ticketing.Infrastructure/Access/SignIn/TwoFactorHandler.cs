using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Identity;
using QRCoder;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Manages the second factor: an authenticator app (RFC 6238) and recovery codes.</summary>
public sealed class TwoFactorHandler(
    UserManager<Account> users, AccountSignInManager signIn, AccountStore accounts, CredentialChecker credentials, StepUpHandler stepUp,
    AccountAudit audit)
{
    private const string Issuer = "Ticketing";
    private const int RecoveryCodeCount = 10;
    private const int QrPixelsPerModule = 4;

    /// <summary>Gets or creates the key for an authenticator app; it has no effect until the second factor is enabled.</summary>
    public async Task<AuthenticatorSetup> SetUpAsync(UserId user)
    {
        var account = await RequireAsync(user);
        var key = await users.GetAuthenticatorKeyAsync(account);
        if (string.IsNullOrEmpty(key))
        {
            AccountStore.Require(await users.ResetAuthenticatorKeyAsync(account));
            await signIn.RenewSessionAsync(account);
            key = await users.GetAuthenticatorKeyAsync(account);
        }

        var label = UrlEncoder.Default.Encode($"{Issuer}:{account.Email}");
        var uri = string.Create(CultureInfo.InvariantCulture, $"otpauth://totp/{label}?secret={key}&issuer={Issuer}&digits=6");
        return new AuthenticatorSetup(InGroupsOfFour(key!), uri, QrSvg(uri));
    }

    /// <summary>The number of unused recovery codes.</summary>
    public async Task<int> CountRecoveryCodesAsync(UserId user) => await users.CountRecoveryCodesAsync(await RequireAsync(user));

    public async Task<Outcome<RecoveryCodes, TwoFactorRefusal>> HandleAsync(EnableTwoFactor command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        if (!await stepUp.IsProvedAsync(cancellationToken))
        {
            return TwoFactorRefusal.ProofMissing;
        }

        var code = TypedText.Code(command.Code).Replace(" ", "", StringComparison.Ordinal);
        if (code.Length != TimeCodes.Digits || accounts.IsLocked(account)
            || !await credentials.UseAppCodeAsync(account, code, cancellationToken))
        {
            return TwoFactorRefusal.CodeWrong;
        }

        IEnumerable<string>? codes = null;
        await accounts.InTransactionAsync(
            async () =>
            {
                AccountStore.Require(await users.SetTwoFactorEnabledAsync(account, true));
                codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodeCount);
                audit.Add(account, "two-factor-enabled");
            },
            cancellationToken);
        await signIn.RenewSessionAsync(account);
        return new RecoveryCodes([.. codes!]);
    }

    public async Task<Outcome<Done, TwoFactorRefusal>> HandleAsync(DisableTwoFactor command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        if (!await credentials.IsPasswordAsync(account, command.CurrentPassword, cancellationToken))
        {
            return TwoFactorRefusal.CurrentPasswordWrong;
        }

        await accounts.InTransactionAsync(
            async () =>
            {
                AccountStore.Require(await users.SetTwoFactorEnabledAsync(account, false));
                AccountStore.Require(await users.ResetAuthenticatorKeyAsync(account));
                await accounts.ResetCodeStepAsync(account, cancellationToken);
                audit.Add(account, "two-factor-disabled");
            },
            cancellationToken);
        await signIn.ForgetTwoFactorClientAsync();
        await signIn.RenewSessionAsync(account);
        return default(Done);
    }

    public async Task<Outcome<RecoveryCodes, TwoFactorRefusal>> HandleAsync(RenewRecoveryCodes command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        if (!account.TwoFactorEnabled)
        {
            return TwoFactorRefusal.NotEnabled;
        }

        if (!await credentials.IsPasswordAsync(account, command.CurrentPassword, cancellationToken))
        {
            return TwoFactorRefusal.CurrentPasswordWrong;
        }

        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodeCount);
        await audit.SaveAsync(account, "recovery-codes-renewed", cancellationToken);
        return new RecoveryCodes([.. codes!]);
    }

    private static string InGroupsOfFour(string key)
    {
        var text = new StringBuilder(key.Length * 5 / 4);
        for (var i = 0; i < key.Length; i += 4)
        {
            text.Append(i == 0 ? "" : " ").Append(key.AsSpan(i, Math.Min(4, key.Length - i)));
        }

        return text.ToString().ToLowerInvariant();
    }

    // Black on white with the quiet zone in every theme: cameras need the contrast.
    private static string QrSvg(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(QrPixelsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    private async Task<Account> RequireAsync(UserId user) =>
        await accounts.FindAsync(user) ?? throw new InvalidOperationException("The account of the session does not exist.");
}
