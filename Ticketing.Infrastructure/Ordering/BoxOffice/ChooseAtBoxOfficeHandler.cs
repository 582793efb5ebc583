using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Ordering.Place;

namespace Ticketing.Infrastructure.Ordering.BoxOffice;

/// <summary>Stores the reductions chosen at the box office; see <see cref="ChooseAtBoxOffice"/>.</summary>
public sealed class ChooseAtBoxOfficeHandler(SellingFactsCache selling, ChooseReductionsHandler reductions, CommandCounter limits)
{
    /// <returns>Null: they are stored. Else the refusal, which changes nothing.</returns>
    public async Task<SellRefusal?> HandleAsync(ChooseAtBoxOffice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.BoxOfficeHolds, command.Caller))
        {
            return SellRefusal.TooOften;
        }

        if (await selling.GetAsync(command.Performance, cancellationToken) is not { } facts
            || !command.Caller.ServesBuyersOf(facts.Terms.Organization.Id, facts.Terms.Event)
            || BoxOfficeSale.OwnerOf(command.Caller, command.Performance) is not { } owner)
        {
            return SellRefusal.NotFound;
        }

        var stored = await reductions.HandleAsync(new ChooseReductions(command.Hold, owner, command.Chosen), cancellationToken);
        return stored.Succeeded ? null : BoxOfficePricing.RefusalOf(stored.Refusal);
    }
}
