using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;

namespace Ticketing.App.Access;

/// <summary>Step-up for staff pages: money moves with a recent proof that the session's holder is present.</summary>
public sealed class PresenceProof(NavigationManager navigation, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>Whether the caller has one; otherwise opens the page that asks for it, which returns to <paramref name="page"/>.</summary>
    public bool IsGiven(Caller caller, string page)
    {
        if (caller.IsProvedWithin(TimeSpan.FromMinutes(options.Value.ProofMinutes), time.GetUtcNow()))
        {
            return true;
        }

        navigation.NavigateTo(AppUrls.Proof(page), forceLoad: true);
        return false;
    }
}
