using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Export;
using Ticketing.Infrastructure.Ordering.Export;

namespace Ticketing.App.Ordering.Export;

/// <summary>
/// Chooses columns and format of a file of orders or attendees, for who serves buyers. The browser loads the file by a link; while it is
/// written, the page reads how far it is.
/// </summary>
public sealed partial class ExportPage(ExportProgress progress, TimeProvider time) : OrganizerPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // An export that has not begun by then was refused: the browser shows its answer in place of a file.
    private static readonly TimeSpan BeginTimeMax = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> _chosen = [];
    private ExportKind _kind;
    private ExportFormat _format = ExportFormat.Xlsx;
    private string _separator = "comma";
    private Guid _token = Guid.NewGuid();
    private Guid? _watched;
    private DateTimeOffset _begunAt;
    private ExportState? _state;
    private OrderFilter? _filter;
    private string? _read;
    private bool _hasFailed;

    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "event")]
    public string? ChosenEvent { get; set; }

    [SupplyParameterFromQuery(Name = "performance")]
    public string? ChosenPerformance { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "attention")]
    public string? Attention { get; set; }

    [SupplyParameterFromQuery(Name = "tier")]
    public string? Tier { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug))];

    private bool IsFiltered => _filter != new OrderFilter(Own!.Id) || ChosenTier.Length > 0;

    // Orders have no tier: it narrows attendees only.
    private string ChosenTier => _kind == ExportKind.Attendees ? Tier ?? "" : "";

    private string FileAddress => AppUrls.OrganizerExportFile(
        Slug, _kind.ToWord(), _filter!, _format.ToWord(), _separator,
        string.Join(',', ExportColumn.Of(_kind).Select(column => column.Name).Where(_chosen.Contains)), _token, ChosenTier);

    private string ProgressText => _state switch
    {
        { IsDone: true } done => L["The file is complete: {0:N0} rows.", done.Written],
        { } state => L["{0:N0} of {1:N0} rows are written.", state.Written, state.Total],
        null when _hasFailed => L["The export has not begun. Perhaps another one is running: wait for it, then try again."],
        null => L["The export begins."],
    };

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.ServesSomeBuyersOf(organization);
    }

    protected override Task LoadAsync()
    {
        // Unknown words of the address count as no filter.
        _filter = OrderFilterQuery.Read(Own!.Id, name => name switch
        {
            "q" => string.IsNullOrWhiteSpace(Search) ? null : Search,
            "event" => ChosenEvent,
            "performance" => ChosenPerformance,
            "status" => Status,
            "from" => From,
            "to" => To,
            "attention" => Attention,
            _ => null,
        }).Filter;
        if (_read != Kind || _chosen.Count == 0)
        {
            _read = Kind;
            _kind = EnumWords.TryFromWord<ExportKind>(Kind ?? "", out var kind) ? kind : ExportKind.Orders;
            _separator = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "de" ? "semicolon" : "comma";
            ChooseKind();
        }

        return Task.CompletedTask;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Repeat(time, Interval, FollowAsync);
        }
    }

    private void ChooseKind()
    {
        _chosen.Clear();
        _chosen.UnionWith(ExportColumn.Of(_kind).Select(column => column.Name));
    }

    private void Choose(string column, bool isChosen)
    {
        if (isChosen)
        {
            _chosen.Add(column);
        }
        else
        {
            _chosen.Remove(column);
        }
    }

    // The browser follows the link itself; the next export has a token of its own.
    private void Begin() => (_watched, _token, _state, _hasFailed, _begunAt) = (_token, Guid.NewGuid(), null, false, time.GetUtcNow());

    private async Task FollowAsync()
    {
        if (_watched is not { } token || _hasFailed || _state is { IsDone: true })
        {
            return;
        }

        _state = await progress.FindAsync(token, Caller) ?? _state;
        _hasFailed = _state is null && time.GetUtcNow() - _begunAt > BeginTimeMax;
        StateHasChanged();
    }
}
