using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Questions;

public static class QuestionsRegistration
{
    /// <summary>Adds questions of events. Sales read them with their selling facts; orders store the answers.</summary>
    public static IServiceCollection AddQuestions(this IServiceCollection services)
    {
        services.AddSingleton<ManageQuestionsHandler>();
        services.AddSingleton<QuestionReader>();
        return services;
    }
}
