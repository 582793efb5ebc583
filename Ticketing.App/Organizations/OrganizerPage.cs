using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.App.Organizations;

/// <summary>
/// Base of the pages below <c>/organizer/{Slug}</c>: finds the organization and decides whether the caller may open the page. Pages show
/// <see cref="OrganizerNotFound"/> while <see cref="Own"/> is null.
/// </summary>
public abstract class OrganizerPage : LiveComponent
{
    private string? _loaded;
    private string? _shown;

    /// <summary>The organization's name in the address.</summary>
    [Parameter]
    public required string Slug { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    private CurrentActor Actor { get; set; } = default!;

    [Inject]
    private OwnOrganizations Organizations { get; set; } = default!;

    /// <summary>The caller as of the last <see cref="ReadCallerAsync"/>.</summary>
    protected Caller Caller { get; private set; } = Caller.Guest;

    /// <summary>Null: not read yet, there is none, it is not the caller's, or their role may not open the page.</summary>
    protected OwnOrganization? Own { get; private set; }

    /// <summary>Whether <see cref="Own"/> was looked for.</summary>
    protected bool IsLoaded { get; private set; }

    /// <summary>Whether the caller may open this page of the organization.</summary>
    protected virtual bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Sees(organization);
    }

    /// <summary>Called when <see cref="Own"/> was found: at first, and again when <see cref="Slug"/> or a parameter has changed.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <summary>Reads the caller from the database: actions do not trust what the page was opened with.</summary>
    protected async Task<Caller> ReadCallerAsync() => Caller = await Actor.ReadAsync((await Authentication).User, Lifetime);

    /// <summary>Reads the caller and the organization again; false: it is not the caller's any more.</summary>
    protected async Task<bool> ReloadAsync()
    {
        var slug = Slug;
        var caller = await ReadCallerAsync();
        var found = await Organizations.FindAsync(slug, caller, Lifetime);
        if (slug != Slug)
        {
            // The page has moved on to another organization, which is being read.
            return false;
        }

        Own = found is not null && May(caller, found.Id) ? found : null;
        (_loaded, IsLoaded) = (slug, true);
        if (Own is not null)
        {
            await LoadAsync();
            _shown = slug;
        }

        return Own is not null;
    }

    // Parameters that come from the address are set again while the first load waits for the database: without data the page would look as if
    // there were none.
    protected override bool ShouldRender() => Own is null || _shown == _loaded;

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != Slug)
        {
            // What was read of the organization before must not be shown under this one's name.
            (Own, IsLoaded) = (null, false);
        }

        await ReloadAsync();
    }
}
