using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Messages.Manage;

namespace Ticketing.App.Messages.Organizer;

/// <summary>The messages of an organization with the delivery figures of their mails, for those who run it.</summary>
public sealed partial class MessagesPage(MessageReader reader, ManageMessagesHandler handler, NavigationManager navigation) : OrganizerPage
{
    private MessageList? _list;
    private string? _error;
    private bool _isBusy;

    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug))];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.RunsSomeOf(organization);
    }

    protected override async Task LoadAsync() =>
        _list = await reader.ListAsync(Own!.Id, Guid.TryParse(Before, out var last) ? last : null, Caller, Lifetime);

    // Who is limited to some events begins with one of them.
    private MessageTerms TermsFor(Caller caller) => caller.IsLimitedIn(Own!.Id)
        ? MessageTerms.Empty with { Audience = MessageAudience.Usual with { Event = caller.Events[Own.Id].First() } }
        : MessageTerms.Empty;

    private async Task CreateAsync()
    {
        (_isBusy, _error) = (true, null);
        var caller = await ReadCallerAsync();
        var created = await handler.HandleAsync(new WriteMessage(Own!.Id, null, TermsFor(caller), null, caller), Lifetime);
        if (created.Succeeded)
        {
            navigation.NavigateTo(AppUrls.OrganizerMessage(Slug, created.Value));
        }
        else
        {
            _error = MessageTexts.Describe(created.Refusal, L);
        }

        _isBusy = false;
    }
}
