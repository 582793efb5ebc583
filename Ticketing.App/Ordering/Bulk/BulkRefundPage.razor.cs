using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Infrastructure.Ordering.Bulk;

namespace Ticketing.App.Ordering.Bulk;

/// <summary>A bulk refund while it runs and afterwards: its counts, what has failed, pause, resume and retry.</summary>
public sealed partial class BulkRefundPage(
    BulkRefundReader reader, BulkRefundsHandler handler, PresenceProof proof, Desk desk, TimeProvider time) : OrganizerPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private BulkRefundRow? _row;
    private IReadOnlyList<BulkRefundResult> _failures = [];
    private string? _error;
    private bool _isBusy;

    [Parameter]
    public required Guid EventId { get; set; }

    [Parameter]
    public required Guid Job { get; set; }

    private string Address => AppUrls.OrganizerBulkRefund(Slug, EventId, Job);

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] :
    [
        new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug)),
        new BreadcrumbItem(L["Dates"], AppUrls.OrganizerEventDates(Slug, EventId)),
    ];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.RunsSomeOf(organization) && caller.ServesSomeBuyersOf(organization);
    }

    protected override async Task LoadAsync()
    {
        var row = await reader.FindAsync(Job, Caller, Lifetime);

        // Another organization's job does not belong under this one's address, also for those who may see both.
        _row = row is not null && row.Job.OrganizationId == Own!.Id && row.Job.EventId.Value == EventId ? row : null;
        _failures = _row is { Counts.Failed: > 0 } ? await reader.ResultsAsync(Job, onlyFailed: true, Caller, Lifetime) : [];
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Repeat(time, Interval, FollowAsync);
        }
    }

    // A finished job runs again when an order is paid late: rare enough for a reload.
    private async Task FollowAsync()
    {
        if (_row is { Job.Status: BulkRefundStatus.Running } && !_isBusy)
        {
            await ReloadAsync();
            StateHasChanged();
        }
    }

    private async Task ChangeAsync(BulkRefundChange change)
    {
        (_isBusy, _error) = (true, null);
        var caller = await ReadCallerAsync();
        if (proof.IsGiven(caller, Address))
        {
            var changed = await handler.HandleAsync(new ChangeBulkRefund(Job, change, caller), Lifetime);
            if (changed.Succeeded)
            {
                desk.Notify(change switch
                {
                    BulkRefundChange.Pause => L["Paused. No further order is refunded."],
                    BulkRefundChange.Resume => L["The refunds go on."],
                    BulkRefundChange.Retry => L["The failed orders are tried again."],
                });
            }
            else
            {
                _error = BulkTexts.Describe(changed.Refusal.Reason, L);
            }

            await ReloadAsync();
        }

        _isBusy = false;
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private static string SumOf(IReadOnlyList<Money> sums) => string.Join(" + ", sums.Select(sum => sum.Format(CultureInfo.CurrentCulture)));
}
