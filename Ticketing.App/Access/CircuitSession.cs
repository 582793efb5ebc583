using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access;

/// <summary>
/// Revalidates the user of a circuit, which outlives its session: an ended session or a changed role ends the circuit's user within seconds.
/// Actions do not wait for it: they read the caller from the database.
/// </summary>
internal sealed class CircuitSession(ILoggerFactory loggers, SignIns signIns)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(10);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await signIns.FindAsync(authenticationState.User, cancellationToken) is not null;
}
