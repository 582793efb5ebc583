using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Service;

/// <summary>A member's note at an order. Only members who serve buyers read it.</summary>
public sealed class OrderNote
{
    /// <summary>In UTF-16 units.</summary>
    public const int TextLengthMax = 2000;

    /// <summary>How long its author can delete it.</summary>
    public static readonly TimeSpan DeletableFor = TimeSpan.FromMinutes(10);

    public required Guid Id { get; init; }

    public required OrderId OrderId { get; init; }

    public required UserId AuthorId { get; init; }

    /// <summary>The author's name when it was written.</summary>
    public required string Author { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether <paramref name="caller"/> may delete it now.</summary>
    public bool IsDeletableBy(Caller caller, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.User == AuthorId && now - CreatedAt < DeletableFor;
    }
}

/// <summary>Adds a note; the box office's.</summary>
/// <param name="Text">As typed: at most <see cref="OrderNote.TextLengthMax"/> characters, lines allowed.</param>
public sealed record AddNote(OrderId Order, string? Text, Caller Caller);

/// <summary>Deletes an own note within <see cref="OrderNote.DeletableFor"/>.</summary>
public sealed record DeleteNote(OrderId Order, Guid Note, Caller Caller);

public enum OrderNoteRefusal
{
    /// <summary>There is no such order or note for the caller.</summary>
    NotFound,

    /// <summary>The text is empty, too long, or has control characters.</summary>
    TextInvalid,

    /// <summary>Another member wrote it, or its time has passed.</summary>
    NotDeletable,

    /// <summary>The account has written too much within a short time.</summary>
    TooOften,
}
