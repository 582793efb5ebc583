using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Limits wrong passwords without letting anybody lock anybody out: failures count for the guesser's network, not for the account. A
/// browser in which the account has signed in before has a count of its own. Addresses with and without an account are limited alike.
/// The holder gets a mail after many failures from all networks together.
/// </summary>
public sealed class SignInAttempts(
    FailureCounter failures, KnownBrowsers browsers, IHttpContextAccessor context, MailCooldown cooldown, AccountStore accounts, AccountMails mails,
    AccountLinks links, IOptions<AccessOptions> options)
{
    /// <summary>Counts an attempt before its outcome is known; false: it must be refused, whatever the password.</summary>
    /// <param name="account">Null when the address has none.</param>
    public async Task<bool> TryBeginAsync(string email, Account? account)
    {
        var (limit, subject, network) = Of(email, account);
        return await failures.CountAsync(limit, subject, network) is null;
    }

    /// <summary>Takes the attempt back: it succeeded.</summary>
    public Task SucceededAsync(string email, Account account)
    {
        var (limit, subject, network) = Of(email, account);
        return failures.ForgiveAsync(limit, subject, network);
    }

    /// <summary>Tells the account's holder of many failures, at most once a day.</summary>
    public async Task FailedAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var told = new FailureLimit("sign-in-told", int.MaxValue, int.MaxValue, TimeSpan.FromHours(1)) { PerSubject = options.Value.FailuresTold - 1 };
        if (await failures.CountAsync(told, account.Id.ToString(), Network) is null)
        {
            return;
        }

        await accounts.InTransactionAsync(
            async () =>
            {
                if (await cooldown.TryTakeAsync(AccountMailTypes.ManyFailures, account.Email ?? "", perDayMax: 1, cancellationToken))
                {
                    mails.Add(account, AccountMailTypes.ManyFailures, links.SignIn());
                }
            },
            cancellationToken);
    }

    private ClientNetwork Network => ClientNetwork.Of(context.HttpContext?.Connection.RemoteIpAddress);

    private (FailureLimit Limit, string Subject, ClientNetwork Network) Of(string email, Account? account)
    {
        var window = TimeSpan.FromMinutes(options.Value.LockoutMinutes);
        return account is not null && context.HttpContext is { } http && browsers.Find(http, account) is { } browser
            ? (new FailureLimit("password-known", options.Value.LockoutAttempts, int.MaxValue, window), browser, ClientNetwork.Unknown)
            : (new FailureLimit("password", options.Value.LockoutAttempts, options.Value.NetworkFailuresMax, window), EmailAddress.Normalize(email), Network);
    }
}
