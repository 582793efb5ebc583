using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Ordering.Service;

/// <summary>The box office's corrections of an order: see <see cref="EditBuyer"/>, <see cref="EditAttendee"/>, <see cref="MarkForAttention"/>.</summary>
public sealed class EditOrderHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    public Task<Outcome<Order, RefusedEdit>> HandleAsync(EditBuyer command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return EditAsync(command.Order, command.Caller, order => Edit(order, command), cancellationToken);
    }

    public Task<Outcome<Order, RefusedEdit>> HandleAsync(EditAttendee command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return EditAsync(command.Order, command.Caller, order => Edit(order, command), cancellationToken);
    }

    public Task<Outcome<Order, RefusedEdit>> HandleAsync(MarkForAttention command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return EditAsync(
            command.Order, command.Caller,
            order =>
            {
                order.MarkForAttention(command.IsMarked, command.Caller.Actor, time.GetDatabaseNow());
                return null;
            },
            cancellationToken);
    }

    private RefusedEdit? Edit(Order order, EditBuyer command)
    {
        if (!order.HasTickets)
        {
            return new RefusedEdit(EditOrderRefusal.NoTickets);
        }

        var typed = BuyerDetails.Typed(
            order.UserId, command.Email ?? order.Email, command.Name ?? order.Name, command.Phone ?? order.Phone, order.Locale, []);

        // Details that stay are not judged: those of an erased account are no valid ones.
        var faults = BuyerValidation.Check(typed, order.Items.Count, attendeeNamesNeeded: false)
            .Where(fault => fault.Key switch
            {
                "buyer.name" => command.Name is not null,
                "buyer.email" => command.Email is not null,
                _ => command.Phone is not null,
            })
            .ToDictionary(fault => fault.Key, fault => fault.Value, StringComparer.Ordinal);
        if (faults.Count > 0)
        {
            return new RefusedEdit(EditOrderRefusal.Invalid, faults);
        }

        var now = time.GetDatabaseNow();
        if (command.Name is not null || command.Phone is not null)
        {
            order.EditBuyer(command.Name is null ? order.Name : typed.Name, typed.Phone, command.Caller.Actor, now);
        }

        if (command.Email is not null && typed.Email != order.Email)
        {
            order.CorrectEmail(typed.Email, command.Caller.Actor, now);
        }

        return null;
    }

    private RefusedEdit? Edit(Order order, EditAttendee command)
    {
        if (order.Items.SingleOrDefault(item => item.Id == command.Item) is not { } item)
        {
            return new RefusedEdit(EditOrderRefusal.NotFound);
        }

        if (!order.HasTickets || !item.Live)
        {
            return new RefusedEdit(EditOrderRefusal.NoTickets);
        }

        var name = TypedText.Line(command.Name);
        if (name.Length > 0 && !TypedText.IsName(name, BuyerValidation.NameLengthMax))
        {
            return new RefusedEdit(
                EditOrderRefusal.Invalid,
                new Dictionary<string, string> { ["name"] = EditAttendee.NameFault });
        }

        order.EditAttendee(item, name.Length > 0 ? name : null, command.Caller.Actor, time.GetDatabaseNow());
        return null;
    }

    private async Task<Outcome<Order, RefusedEdit>> EditAsync(
        OrderId id, Caller caller, Func<Order, RefusedEdit?> edit, CancellationToken cancellationToken)
    {
        if (!await limits.TryCountAsync(CommandLimits.OrderChanges, caller))
        {
            return new RefusedEdit(EditOrderRefusal.TooOften);
        }

        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(id, cancellationToken);
        if (order is null || !await unit.Db.ServesBuyersOfAsync(caller, order.OrganizationId, order.PerformanceId, cancellationToken))
        {
            return new RefusedEdit(EditOrderRefusal.NotFound);
        }

        if (edit(order) is { } refused)
        {
            return refused;
        }

        await unit.SaveAsync(cancellationToken);
        return order;
    }
}
