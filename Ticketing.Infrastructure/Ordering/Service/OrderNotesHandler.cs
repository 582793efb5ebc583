using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Service;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Service;

/// <summary>
/// Adds and deletes members' notes at orders; see <see cref="AddNote"/> and <see cref="DeleteNote"/>. The audit log has who did it, not the
/// text: it is not erased with an account.
/// </summary>
public sealed class OrderNotesHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    private const string ErasedAuthor = "–";

    public async Task<Outcome<OrderNote, OrderNoteRefusal>> HandleAsync(AddNote command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.OrderChanges, command.Caller))
        {
            return OrderNoteRefusal.TooOften;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (AuthorOf(command.Caller) is not { } author || !await ServesAsync(db, command.Order, command.Caller, cancellationToken))
        {
            return OrderNoteRefusal.NotFound;
        }

        var text = (command.Text ?? "").ReplaceLineEndings("\n").Trim();
        if (text.Length is 0 or > OrderNote.TextLengthMax || !PlainText.IsStorable(text) || text.Any(c => char.IsControl(c) && c is not '\n' and not '\t'))
        {
            return OrderNoteRefusal.TextInvalid;
        }

        var now = time.GetDatabaseNow();
        var note = new OrderNote
        {
            Id = Guid.CreateVersion7(now),
            OrderId = command.Order,
            AuthorId = author,
            Author = NameOf(command.Caller),
            Text = text,
            CreatedAt = now,
        };
        db.Set<OrderNote>().Add(note);
        Log(db, "order.note-added", note, command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        return note;
    }

    public async Task<Outcome<OrderNote, OrderNoteRefusal>> HandleAsync(DeleteNote command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await ServesAsync(db, command.Order, command.Caller, cancellationToken)
            || await db.Set<OrderNote>().SingleOrDefaultAsync(note => note.Id == command.Note && note.OrderId == command.Order, cancellationToken) is not { } note)
        {
            return OrderNoteRefusal.NotFound;
        }

        var now = time.GetDatabaseNow();
        if (!note.IsDeletableBy(command.Caller, now))
        {
            return OrderNoteRefusal.NotDeletable;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Set<OrderNote>().Where(other => other.Id == note.Id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return OrderNoteRefusal.NotFound;
        }

        Log(db, "order.note-deleted", note, command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return note;
    }

    /// <summary>The name of a member as other members read it.</summary>
    internal static string NameOf(Caller caller) =>
        caller.Key is not null ? caller.Actor.Name : caller.Name.Length > 0 ? caller.Name : caller.Email;

    // A key's id belongs to no account: no account deletes its notes.
    private static UserId? AuthorOf(Caller caller) => caller.Key is { } key ? new UserId(key.Id) : caller.User;

    /// <summary>Erases an account's name from its notes and from the payments that it took (rule 28).</summary>
    internal async Task ForgetAuthorAsync(UserId author, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<OrderNote>().Where(note => note.AuthorId == author)
            .ExecuteUpdateAsync(set => set.SetProperty(note => note.Author, ErasedAuthor), cancellationToken);
        await OrderPayments.RenameTakerAsync(db, author, ErasedAuthor, cancellationToken);
    }

    private static async Task<bool> ServesAsync(
        TicketingDbContext db, OrderId order, Caller caller, CancellationToken cancellationToken) =>
        await db.Orders.Where(o => o.Id == order).Select(o => new { o.OrganizationId, o.PerformanceId }).SingleOrDefaultAsync(cancellationToken) is { } found
        && await db.ServesBuyersOfAsync(caller, found.OrganizationId, found.PerformanceId, cancellationToken);

    private static void Log(TicketingDbContext db, string action, OrderNote note, Actor actor, DateTimeOffset now) =>
        AuditLog.Add(db, action, "order", note.OrderId.ToString(), null, null, actor, now);
}
