using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Manages the passkeys of an account (WebAuthn, https://www.w3.org/TR/webauthn-3/).</summary>
public sealed class PasskeysHandler(
    UserManager<Account> users, AccountSignInManager signIn, AccountStore accounts, StepUpHandler stepUp, AccountAudit audit)
{
    private const int PasskeysMax = 20;

    /// <summary>The options for <c>navigator.credentials.create()</c>, as JSON; the challenge is stored in a cookie.</summary>
    public async Task<string> MakeCreationOptionsAsync(UserId user)
    {
        var account = await RequireAsync(user);
        return await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
        {
            Id = account.Id.ToString(),
            Name = account.Email!,
            DisplayName = account.Name,
        });
    }

    /// <summary>
    /// The options for <c>navigator.credentials.get()</c>, as JSON. Without an account: listing the passkeys of an address would reveal
    /// that it has one.
    /// </summary>
    public Task<string> MakeRequestOptionsAsync() => signIn.MakePasskeyRequestOptionsAsync(null);

    public async Task<IReadOnlyList<PasskeyView>> ListAsync(UserId user)
    {
        var passkeys = await users.GetPasskeysAsync(await RequireAsync(user));
        return [.. passkeys.OrderBy(key => key.CreatedAt).Select(key =>
            new PasskeyView(Base64Url.EncodeToString(key.CredentialId), key.Name ?? "", key.CreatedAt, key.IsBackedUp))];
    }

    public async Task<Outcome<Done, PasskeyRefusal>> HandleAsync(AddPasskey command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        if (!await stepUp.IsProvedAsync(cancellationToken))
        {
            return PasskeyRefusal.ProofMissing;
        }

        if (!IsName(command.Name))
        {
            return PasskeyRefusal.NameTooLong;
        }

        if ((await users.GetPasskeysAsync(account)).Count >= PasskeysMax)
        {
            return PasskeyRefusal.TooMany;
        }

        if (string.IsNullOrEmpty(command.CredentialJson)
            || await signIn.TryPasskeyAttestationAsync(command.CredentialJson) is not { } attestation)
        {
            return PasskeyRefusal.Expired;
        }

        // The challenge is bound to an account: the session may have changed since.
        if (!attestation.Succeeded
            || attestation.UserEntity.Id != account.Id.ToString()
            || await users.FindByPasskeyIdAsync(attestation.Passkey.CredentialId) is not null)
        {
            return PasskeyRefusal.NotVerified;
        }

        attestation.Passkey.Name = TypedText.Line(command.Name);
        AccountStore.Require(await users.AddOrUpdatePasskeyAsync(account, attestation.Passkey));
        await audit.SaveAsync(account, "passkey-added", cancellationToken);
        return default(Done);
    }

    public async Task<Outcome<Done, PasskeyRefusal>> HandleAsync(RenamePasskey command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        if (!IsName(command.Name))
        {
            return PasskeyRefusal.NameTooLong;
        }

        if (ReadId(command.Id) is not { } id || await users.GetPasskeyAsync(account, id) is not { } passkey)
        {
            return PasskeyRefusal.Unknown;
        }

        passkey.Name = TypedText.Line(command.Name);
        AccountStore.Require(await users.AddOrUpdatePasskeyAsync(account, passkey));
        await audit.SaveAsync(account, "passkey-renamed", cancellationToken);
        return default(Done);
    }

    public async Task<Outcome<Done, PasskeyRefusal>> HandleAsync(RemovePasskey command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var account = await RequireAsync(command.User);
        if (!await stepUp.IsProvedAsync(cancellationToken))
        {
            return PasskeyRefusal.ProofMissing;
        }

        if (ReadId(command.Id) is not { } id || await users.GetPasskeyAsync(account, id) is null)
        {
            return PasskeyRefusal.Unknown;
        }

        AccountStore.Require(await users.RemovePasskeyAsync(account, id));
        await audit.SaveAsync(account, "passkey-removed", cancellationToken);
        return default(Done);
    }

    // May be empty.
    private static bool IsName(string? name) =>
        TypedText.Line(name) is { Length: <= AccountRules.PasskeyNameLengthMax } line && TypedText.IsText(line);

    private static byte[]? ReadId(string? id)
    {
        if (id is not { Length: > 0 and <= 1400 } || !Base64Url.IsValid(id))
        {
            return null;
        }

        return Base64Url.DecodeFromChars(id);
    }

    private async Task<Account> RequireAsync(UserId user) =>
        await accounts.FindAsync(user) ?? throw new InvalidOperationException("The account of the session does not exist.");
}
