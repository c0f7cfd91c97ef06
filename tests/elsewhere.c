// Solves the problems in the files 0, 1 and so on with the engine in the same folder, and appends the routes to
// the file `routes`: for systems without Python. It has no argument and no runtime of its own to be started.

#include <stddef.h>
#include <stdint.h>

// Of the C library, whose headers are not at hand where a program has none.
void* fopen(const char* name, const char* mode);
size_t fread(void* data, size_t size, size_t count, void* file);
size_t fwrite(const void* data, size_t size, size_t count, void* file);
int fclose(void* file);

typedef void Solve(void* input, void* parameters, void* tick, int32_t* lengths, int32_t* stops);

#ifdef _WIN32
void* LoadLibraryA(const char*);
void* GetProcAddress(void*, const char*);
static Solve* engine(void) { return (Solve*)GetProcAddress(LoadLibraryA("engine.dll"), "hageplan_solve"); }
#define main wWinMainCRTStartup
#else
void* dlopen(const char* file, int flags);
void* dlsym(void* library, const char* name);
static Solve* engine(void) { return (Solve*)dlsym(dlopen("./engine.so", 2), "hageplan_solve"); }
#endif

// What a file begins with: where the arguments are in it, how many numbers the two results have, and how many
// pointers there are, which are told as where in the file they point to.
struct Head {
    int64_t input, parameters, lengths, stops, shifts, visits, pointers;
    int64_t at[64];
};

int main(void) {
    static _Alignas(8) char data[1 << 20];
    char name[] = "0";
    void *problem, *routes = fopen("routes", "wb");
    for (; (problem = fopen(name, "rb")) != NULL; ++name[0]) {
        fread(data, 1, sizeof data, problem);
        fclose(problem);
        const struct Head* head = (struct Head*)data;
        for (int64_t i = 0; i < head->pointers; ++i) *(int64_t*)(data + head->at[i]) += (int64_t)data;
        int32_t *lengths = (int32_t*)(data + head->lengths), *stops = (int32_t*)(data + head->stops);
        engine()(data + head->input, data + head->parameters, NULL, lengths, stops);
        fwrite(lengths, sizeof *lengths, head->shifts, routes);
        fwrite(stops, sizeof *stops, head->visits, routes);
    }
    return fclose(routes);
}
