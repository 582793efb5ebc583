using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access;

/// <summary>Step-up for staff pages: money moves with a recent proof that the session's holder is present.</summary>
public sealed class PresenceProof(NavigationManager navigation, RecentProof proof)
{
    /// <summary>Whether the caller has one; otherwise opens the page that asks for it, which returns to <paramref name="page"/>.</summary>
    public bool IsGiven(Caller caller, string page)
    {
        if (proof.IsOf(caller))
        {
            return true;
        }

        navigation.NavigateTo(AppUrls.Proof(page), forceLoad: true);
        return false;
    }
}
