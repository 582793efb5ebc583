using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access;

/// <summary>
/// Revalidates the user of a circuit, which outlives its session: at the interval of requests, by the account's security stamp.
/// </summary>
internal sealed class CircuitSession(ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<AccessOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(5);

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(options.Value.SessionCheckSeconds) is var interval && interval > IntervalMin
        ? interval
        : IntervalMin;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<AccountSignInManager>();
        return await signIn.ValidateSecurityStampAsync(authenticationState.User) is not null;
    }
}
