using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.App.Publishing.Organizer;

/// <summary>An organization's drafts and unpublished changes, the last saved first. Shows nothing without any.</summary>
public sealed partial class DraftsPanel(EventDrafts drafts) : LiveComponent
{
    private IReadOnlyList<DraftRow> _rows = [];
    private string? _next;

    [Parameter, EditorRequired]
    public required OrganizationId Organization { get; set; }

    /// <summary>The organization's name in addresses.</summary>
    [Parameter, EditorRequired]
    public required string Slug { get; set; }

    [Parameter, EditorRequired]
    public required Caller Caller { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var list = await drafts.ListAsync(Organization, Caller, null, Lifetime);
        (_rows, _next) = (list.Rows, list.Next);
    }

    private async Task ReadMoreAsync()
    {
        var list = await drafts.ListAsync(Organization, Caller, _next, Lifetime);
        (_rows, _next) = ([.. _rows, .. list.Rows], list.Next);
    }
}
