using Microsoft.AspNetCore.Components;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Ordering.Campaigns;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>The terms of a campaign.</summary>
public sealed partial class CampaignForm
{
    private IReadOnlyList<CampaignCategory> _categories = [];
    private string _categoriesOf = "";

    [Parameter, EditorRequired]
    public required CampaignDraft Draft { get; set; }

    /// <summary>The campaign as stored; null: a new one.</summary>
    [Parameter]
    public PromoCampaign? Stored { get; set; }

    /// <summary>Orders use it: what it takes off cannot be changed.</summary>
    [Parameter]
    public bool IsFixed { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<CampaignEvent> Events { get; set; }

    /// <summary>Reads the seat categories of an event; called when it is chosen.</summary>
    [Parameter, EditorRequired]
    public required Func<Core.Common.EventId, Task<IReadOnlyList<CampaignCategory>>> ReadCategories { get; set; }

    /// <summary>Errors of the last attempt.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CampaignFault> Faults { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required string SaveLabel { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnSave { get; set; }

    /// <summary>Further fields, last in the form.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    protected override Task OnParametersSetAsync() => IsFixed ? Task.CompletedTask : FillCategoriesAsync();

    private async Task FillCategoriesAsync()
    {
        var chosen = Draft.Event;
        if (chosen == _categoriesOf)
        {
            return;
        }

        (_categoriesOf, _categories) = (chosen, []);
        if (Guid.TryParse(chosen, out var id))
        {
            var read = await ReadCategories(new Core.Common.EventId(id));

            // Another event may have been chosen since.
            _categories = _categoriesOf == chosen ? read : _categories;
        }
    }

    // Another event has other categories, and perhaps another currency.
    private async Task ChooseEventAsync(ChangeEventArgs change)
    {
        Draft.Event = (string?)change.Value ?? "";
        Draft.Categories.Clear();
        Draft.Currency = Events.FirstOrDefault(each => each.Id.ToString() == Draft.Event)?.Currency ?? Draft.Currency;
        await FillCategoriesAsync();
    }

    private void Choose(string key, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            Draft.Categories.Add(key);
        }
        else
        {
            Draft.Categories.Remove(key);
        }
    }

    private string? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;
}
