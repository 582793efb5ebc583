using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Publishing;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Publishing.Admin;

/// <summary>The submitted events, for admins to approve or give back.</summary>
public sealed partial class ReviewsPage(EventReviews reviews, EventPreviews previews, CurrentActor actor, Desk desk) : LiveComponent
{
    private readonly Dictionary<EventId, string> _notes = [];
    private IReadOnlyList<ReviewRow>? _rows;
    private string? _error;
    private bool _isBusy;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync() => _rows = await reviews.ListAsync(await actor.ReadAsync((await Authentication).User, Lifetime), Lifetime);

    private async Task DecideAsync(ReviewRow row, bool approve)
    {
        (_isBusy, _error) = (true, null);
        var note = _notes.GetValueOrDefault(row.Id, "").Trim();
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var outcome = await reviews.HandleAsync(new DecideReview(row.Id, row.Revision, approve, note.Length > 0 ? note : null, caller), Lifetime);
        if (outcome.Succeeded)
        {
            _notes.Remove(row.Id);
            desk.Notify(approve ? L["“{0}” is approved and public.", row.Title] : L["“{0}” is given back.", row.Title]);
        }
        else
        {
            _error = outcome.Refusal.Reason switch
            {
                DraftRefusal.Invalid => L["Enter a note: the owners need to know what has to change."],
                DraftRefusal.Outdated => L["“{0}” has been changed and submitted again since this list was read. The list is up to date now: open the preview again, then decide.", row.Title],
                _ => PublishingTexts.Describe(outcome.Refusal, L),
            };
        }

        await ReadAsync();
        _isBusy = false;
    }
}
