using Ticketing.Core.Common;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public static string OrganizerDraft(string slug, Guid id, DraftStep step) => $"{OrganizerHome(slug)}/events/{id}/edit/{step.ToWord()}";
}
