using Ticketing.App.Questions.Api;
using Ticketing.Infrastructure.Questions;

namespace Ticketing.App.Questions;

/// <summary>Questions of events with their pages and API.</summary>
internal static class QuestionsWeb
{
    public static IServiceCollection AddQuestionsWeb(this IServiceCollection services) => services.AddQuestions().AddScoped<AnswerTexts>();

    public static void MapQuestions(this WebApplication app) => app.MapQuestionsApi();
}
